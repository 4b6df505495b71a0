import { Behaviours } from "../../client";
import { advance } from "../../client/folds/advance_guess";
import { startGranted } from "../../parts/start";
import { DoorPage } from "./page";

void startGranted("door", new Behaviours([advance]), (session) => <DoorPage session={session} />);
