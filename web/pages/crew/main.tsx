import { Behaviours } from "../../client";
import { advance } from "../../client/folds/advance_guess";
import { chat } from "../../client/folds/chat";
import { startGranted } from "../../parts/start";
import { CrewPage } from "./page";

void startGranted("crew", new Behaviours([advance, chat]), (session) => <CrewPage session={session} />);
