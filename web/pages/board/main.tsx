import { startSigned } from "../../parts/boot";
import { b } from "../../texts/office/board";
import { BoardPage } from "./page";

void startSigned(
  () => b().title,
  () => <BoardPage />,
);
