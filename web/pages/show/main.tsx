import { startSigned } from "../../parts/boot";
import { o } from "../../texts/office";
import { ShowPage } from "./page";

void startSigned(
  () => o.show.title,
  () => <ShowPage />,
);
