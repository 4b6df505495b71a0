import { startSigned } from "../../parts/boot";
import { o } from "../../texts/office";
import { ShowsPage } from "./page";

void startSigned(
  () => o.shows.title,
  () => <ShowsPage />,
);
