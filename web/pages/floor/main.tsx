import { Behaviours } from "../../client";
import { chat } from "../../client/folds/chat";
import { queue } from "../../client/folds/queue_guess";
import { tips } from "../../client/folds/tips";
import { startOpen } from "../../parts/start";
import { FloorPage } from "./page";
import { FloorSkeleton } from "./skeleton";

void startOpen("floor", new Behaviours([queue, chat, tips]), (session) => <FloorPage session={session} />, <FloorSkeleton />);
