import { startSigned } from "../../parts/boot";
import { o } from "../../texts/office";
import { OrganisationPage } from "./page";

void startSigned(
  () => o.org.title,
  () => <OrganisationPage />,
);
