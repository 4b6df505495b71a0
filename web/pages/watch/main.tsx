import { Behaviours } from "../../client";
import { chat } from "../../client/folds/chat";
import { streams } from "../../client/folds/streams";
import { tips } from "../../client/folds/tips";
import { startOpen } from "../../parts/start";
import { WatchPage } from "./page";
import { WatchSkeleton } from "./skeleton";

void startOpen("watch", new Behaviours([chat, streams, tips]), (session) => <WatchPage session={session} />, <WatchSkeleton />);
