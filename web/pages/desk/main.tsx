import { Behaviours } from "../../client";
import { chat } from "../../client/folds/chat";
import { queue } from "../../client/folds/queue_guess";
import { tips } from "../../client/folds/tips";
import { startGranted } from "../../parts/start";
import { DeskPage } from "./page";

void startGranted("desk", new Behaviours([queue, chat, tips]), (session) => <DeskPage session={session} />);
