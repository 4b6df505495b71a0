import { startPlain } from "../../parts/boot";
import { o } from "../../texts/office";
import { OpenPage } from "./page";

void startPlain(
  () => o.open.title,
  () => <OpenPage />,
);
