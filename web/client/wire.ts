// Written by `make golden` from the types in hub/: change those, not this file.

export type Emoji = "❤️" | "🎉" | "👏" | "🔥" | "😂" | "😮";
export type Source = "imported" | "show" | "template" | "typed";
export type Value = string | number | boolean | null;
export type Side = "band" | "both" | "venue";
export type Party = "band" | "venue";
export type Status = "asked" | "confirmed" | "needs_answer" | "to_ask";
export type Standing = "playing" | "up next" | "waiting";
export type Mode = "priority" | "rotation";
export type Tier = "huge" | "large" | "medium" | "small";

/** The first frame: the grant or a ticket, and the rooms. */
export interface Hello {
  t: "hello";
  token: string;
  rooms: Seen[];
}

/** A room the client wants, and the last seq it has of which epoch; nothing yet: an empty epoch and 0. */
export interface Seen {
  room: string;
  epoch?: string;
  seen?: number;
}

/** A command for a room. The client makes the id; the same id again is answered, not done again. */
export interface Do {
  t: "do";
  id: string;
  room: string;
  cmd: AnyCommand;
}

/** I am in this field now; empty: in none. */
export interface Focus {
  t: "presence.focus";
  field?: string;
}

/** I am typing (`on`), or stopped. */
export interface Typing {
  t: "presence.typing";
  on?: boolean;
}

/** Say something; `reply_to` is the id of the message answered. */
export interface Post {
  t: "chat.post";
  text: string;
  reply_to?: string | null;
}

/** Take a message away: its author, or the desk. */
export interface Remove {
  t: "chat.remove";
  message: string;
}

/** Throw a reaction; it floats by and is not kept. */
export interface React {
  t: "chat.react";
  emoji: Emoji;
}

/** Write a field or a cell. `saw` is the stamp of the value on the writer's screen, empty when there was none. */
export interface Edit {
  t: "advance.edit";
  field: string;
  value: Value;
  saw?: string;
  row?: string;
  column?: string;
  source?: Source;
}

/** Settle a field that has siblings: the value with this stamp stays, the others go. */
export interface Pick {
  t: "advance.pick";
  field: string;
  stamp: string;
  saw: string;
  row?: string;
  column?: string;
}

/** Add a row behind the row `after`, first when empty. The client makes the id, so that it can edit at once. */
export interface AddRow {
  t: "advance.add_row";
  field: string;
  row: string;
  after?: string;
}

/** Put a row behind the row `after`, first when empty. */
export interface MoveRow {
  t: "advance.move_row";
  field: string;
  row: string;
  after?: string;
}

/** Remove a row. An edit that did not know of it brings the row back: adding wins. */
export interface RemoveRow {
  t: "advance.remove_row";
  field: string;
  row: string;
  saw: string;
}

/** Lock a field (`on`) so that nobody edits it, or unlock it. */
export interface Lock {
  t: "advance.lock";
  field: string;
  on?: boolean;
}

/** Type into a long text. `generation` names the document that the update builds on: `texts` of the state has it. */
export interface ChangeText {
  t: "advance.text";
  field: string;
  generation: string;
  update: string;
}

/** So many of a row's people came in; a negative `count` takes back what was counted by mistake. */
export interface CheckIn {
  t: "advance.check_in";
  row: string;
  count?: number;
  field?: "guest_list.guests";
}

/** Say where a question stands. */
export interface Mark {
  t: "advance.mark";
  field: string;
  status: Status;
}

/** Say that the answer was looked at today and still holds. */
export interface Verify {
  t: "advance.verify";
  field: string;
}

/** Add a line to the thread of a question. The client makes the id. */
export interface AddNote {
  t: "advance.add_note";
  field: string;
  id: string;
  text: string;
}

/** Take a line of the thread away: one's own, or anybody's for owners and managers. */
export interface RemoveNote {
  t: "advance.remove_note";
  field: string;
  id: string;
}

/** Say that one's own side has answered all it can in a section; it stays open for edits. */
export interface AdvancingSyncSubmit {
  t: "advance.submit";
  section: string;
}

/** Agree for one's own side with a section as it stands: nobody edits it until somebody opens it again. */
export interface SignOff {
  t: "advance.sign_off";
  section: string;
}

/** Open a section again: what both sides had submitted or signed off there ends. */
export interface Reopen {
  t: "advance.reopen";
  section: string;
}

/** Say which side has to answer a question. */
export interface Assign {
  t: "advance.assign";
  field: string;
  answers: Side;
}

/** Say how many days before the show a section has to be answered; null: no deadline. */
export interface SetDeadline {
  t: "advance.set_deadline";
  section: string;
  days_before: number | null;
}

/** Give what stands now the next revision number, so that people can speak of it and compare with it. */
export interface Publish {
  t: "advance.publish";
}

/** Say that the form was sent to the other side. */
export interface TellSent {
  t: "advance.tell_sent";
}

/** Say that somebody of the other side has opened the form; the system does. */
export interface TellOpened {
  t: "advance.tell_opened";
  party: Party;
}

/** A file that was looked at answers this question; `size` in bytes. The system does. */
export interface AddFile {
  t: "advance.add_file";
  field: string;
  file: string;
  title: string;
  size: number;
  type: string;
  sha256: string;
}

/** A file is taken away; the system does, for whoever may. */
export interface RemoveFile {
  t: "advance.remove_file";
  field: string;
  file: string;
}

/** Give the form these sections and questions. `saw` is the stamp of the design on one's screen, empty for none. */
export interface Design {
  t: "advance.design";
  schema: WantedForm;
  saw?: string;
}

/** A form, as somebody wants it. */
export interface WantedForm {
  sections: WantedSection[];
}

/** A section, as somebody wants it. */
export interface WantedSection {
  key: string;
  label: string;
  fields: WantedField[];
}

/** A question, as somebody wants it. */
export interface WantedField {
  key: string;
  label: string;
  kind?: Kind;
  answers?: Side;
  unit?: string;
  min?: number;
  max?: number;
  max_length?: number;
  choices?: string[];
  columns?: WantedColumn[];
  rows_max?: number;
}

/** What a value is. Values are JSON's: text, numbers, true and false. null is no answer, in every kind. */
export type Kind = "text" | "long_text" | "number" | "integer" | "money" | "yes_no" | "choice" | "date" | "time" | "phone" | "email" | "url" | "list";

/** A column of a list, as somebody wants it; `hub.advancing_sync.schema.Field` says what each part means. */
export interface WantedColumn {
  key: string;
  label: string;
  kind?: Kind;
  answers?: Side;
  unit?: string;
  min?: number;
  max?: number;
  max_length?: number;
  choices?: string[];
}

/** Set how the queue is run. */
export interface Configure {
  t: "queue.configure";
  rules: Rules;
}

/** How this queue is run; the desk may change it at any time. */
export interface Rules {
  mode?: Mode;
  locked_max?: number;
  open_max?: number;
  length_max?: number;
}

/** Ask for a song. `note` is for the desk only (key, dedication). */
export interface QueueSubmit {
  t: "queue.submit";
  title: string;
  artist?: string;
  note?: string;
}

/** Take a request back: the person who asked, or the desk. */
export interface Withdraw {
  t: "queue.withdraw";
  entry: string;
}

/** Put a waiting entry before another one, or last. */
export interface Reorder {
  t: "queue.reorder";
  entry: string;
  before?: string | null;
}

/** Lock a waiting entry as up next: the given one, or the first that is not held. */
export interface CallUp {
  t: "queue.call_up";
  entry?: string | null;
}

/** Start an entry: the given one, or the first up next. */
export interface Play {
  t: "queue.play";
  entry?: string | null;
}

/** What plays is over and was played. */
export interface Finish {
  t: "queue.finish";
}

/** Leave an entry out: it waited, was up next or played. */
export interface Skip {
  t: "queue.skip";
  entry: string;
}

/** Keep a waiting entry from being called up (`on`), or let it go on; it keeps its place. */
export interface QueueHold {
  t: "queue.hold";
  entry: string;
  on?: boolean;
}

/** The payment of a tip went through; only the system says so, once per `tip`. */
export interface Confirm {
  t: "tips.confirm";
  tip: string;
  name: string;
  amount: number;
  currency: string;
  text?: string;
}

/** Open the stage. */
export interface GoLive {
  t: "streams.go_live";
  title: string;
}

/** Close the stage. */
export interface GoDown {
  t: "streams.go_down";
}

/** Another grant or ticket of the same person for the same rooms, before the one in use ends. */
export interface Refresh {
  t: "refresh";
  token: string;
}

/** Are you there? Answered with the same `n`. */
export interface Ping {
  t: "ping";
  n?: number;
}

/** A room, for somebody who just came or came back. */
export interface Welcome {
  t: "welcome";
  room: string;
  epoch: string;
  you: Actor;
  at: number;
  upto: number;
  facts: [number, AnyFact][];
  state?: Partial<States>;
}

/** Who acts: `person` is stable across tabs and devices of one identity. */
export interface Actor {
  person: string;
  role: Role;
  name: string;
  party: Party | "";
}

/** What a person may do; each behaviour's `allowed` table says which command takes which role. */
export type Role = "owner" | "manager" | "crew" | "venue" | "guest" | "dj" | "streamer" | "moderator" | "viewer" | "audience" | "system";

/** What happened: all that this lane may see of the facts above `after` up to and with `upto`. */
export interface Facts {
  t: "facts";
  room: string;
  after: number;
  upto: number;
  facts: [number, AnyFact][];
}

/** What matters now and is not kept. */
export interface Notices {
  t: "notice";
  room: string;
  notices: AnyNotice[];
}

/** The command is done for good; `seq` is its first fact's, 0 when it made none. */
export interface Ack {
  t: "ack";
  id: string;
  seq: number;
}

/** No, and what to do. With `id`: about that command. `retry`: the same can succeed later unchanged. */
export interface Fail {
  t: "fail";
  code: string;
  say: string;
  retry: boolean;
  id?: string | null;
  room?: string | null;
  retry_after_ms?: number | null;
}

/** The grant ends in so many ms: send `refresh` with another one. The socket is closed 25 s after the end. */
export interface Expiring {
  t: "expiring";
  left_ms: number;
}

/** The new grant is in use; it ends in so many ms. */
export interface Refreshed {
  t: "refreshed";
  left_ms: number;
}

/** A message stands in the chat. */
export interface Posted {
  t: "chat.posted";
  id: string;
  person: string;
  name: string;
  role: Role;
  text: string;
  at_ms: number;
  reply_to: string | null;
}

/** A message is gone for everybody. */
export interface Removed {
  t: "chat.removed";
  id: string;
  by: string;
  at_ms: number;
}

/** A value was written; the register merges it (`hub.advancing_sync.register`). `party`: for which side. */
export interface Edited {
  t: "advance.edited";
  field: string;
  value: Value;
  stamp: string;
  saw: string;
  by: string;
  name: string;
  at_ms: number;
  row: string;
  column: string;
  party: string;
  source: string;
}

/** A field with siblings was settled on the value with the stamp `chosen`; `settled` are the stamps that go. */
export interface Picked {
  t: "advance.picked";
  field: string;
  chosen: string;
  settled: string[];
  by: string;
  at_ms: number;
  row: string;
  column: string;
}

/** A row stands in a list at `index`. */
export interface RowAdded {
  t: "advance.row_added";
  field: string;
  row: string;
  index: string;
  by: string;
  at_ms: number;
  stamp: string;
}

/** A row has another place; of two moves the one with the higher stamp counts. */
export interface RowMoved {
  t: "advance.row_moved";
  field: string;
  row: string;
  index: string;
  by: string;
  at_ms: number;
  stamp: string;
}

/** A row is gone as far as it had been written: `seen` has the newest stamp of each writer that its remover saw. */
export interface RowRemoved {
  t: "advance.row_removed";
  field: string;
  row: string;
  seen: string[];
  by: string;
  at_ms: number;
  stamp: string;
}

/** A field is locked (`on`) by somebody, or open again. */
export interface Locked {
  t: "advance.locked";
  field: string;
  on: boolean;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** A question stands there; of two the higher stamp counts. */
export interface Marked {
  t: "advance.marked";
  field: string;
  status: string;
  by: string;
  name: string;
  party: string;
  at_ms: number;
  stamp: string;
}

/** A question is that side's to answer; of two the higher stamp counts. */
export interface Assigned {
  t: "advance.assigned";
  field: string;
  answers: string;
  by: string;
  name: string;
  party: string;
  at_ms: number;
  stamp: string;
}

/** Somebody saw that the answer holds. */
export interface Verified {
  t: "advance.verified";
  field: string;
  by: string;
  name: string;
  party: string;
  at_ms: number;
  stamp: string;
}

/** A line in the thread of a question. */
export interface NoteAdded {
  t: "advance.note_added";
  field: string;
  id: string;
  text: string;
  by: string;
  name: string;
  party: string;
  at_ms: number;
  stamp: string;
}

/** A line of the thread is gone for good. */
export interface NoteRemoved {
  t: "advance.note_removed";
  field: string;
  id: string;
  by: string;
  at_ms: number;
  stamp: string;
}

/** These sides stand there with a section; of two the higher stamp counts for each side. */
export interface SectionStood {
  t: "advance.section_stood";
  section: string;
  parties: string[];
  standing: string;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** A section has to be answered so many days before the show, or whenever it pleases. */
export interface DeadlineSet {
  t: "advance.deadline_set";
  section: string;
  days_before: number | null;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** What stood at this place of the log is revision `number`, counted from 1. */
export interface Published {
  t: "advance.published";
  number: number;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** The form was sent to the other side. */
export interface Sent {
  t: "advance.sent";
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** That side has opened the form for the first time. */
export interface Opened {
  t: "advance.opened";
  party: string;
  at_ms: number;
  stamp: string;
}

/** A text was typed into: `update` joins its document, and the value has `put` where it had `was`. */
export interface TextChanged {
  t: "advance.text_changed";
  field: string;
  generation: string;
  update: string;
  client: number;
  at: number;
  was: string;
  put: string;
  stamp: string;
  by: string;
  name: string;
  at_ms: number;
  party: string;
  source: string;
}

/** The document of the value with this stamp, whole: it takes the place of what was kept of it so far. */
export interface TextPacked {
  t: "advance.text_packed";
  field: string;
  generation: string;
  doc: string;
  stamp: string;
  by: string;
  at_ms: number;
}

/** A file stands at a question; its name is `title`, `name` is who brought it. */
export interface FileAdded {
  t: "advance.file_added";
  field: string;
  file: string;
  title: string;
  size: number;
  type: string;
  sha256: string;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** A file is gone for good. */
export interface FileRemoved {
  t: "advance.file_removed";
  field: string;
  file: string;
  title: string;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** The form has these sections and questions; of two designs the one with the higher stamp counts. */
export interface Designed {
  t: "advance.designed";
  schema: Schema;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** A whole form, in the order that people answer it. */
export interface Schema {
  sections: Section[];
}

/** Questions that belong together. A field's full key is `<section key>.<field key>`. */
export interface Section {
  key: string;
  label: string;
  fields: Field[];
}

/** One question. `key` is unique in its section, or among its list's columns. */
export interface Field {
  key: string;
  label: string;
  kind?: Kind;
  answers?: Side;
  unit?: string;
  min?: number;
  max?: number;
  max_length?: number;
  choices?: string[];
  columns?: Field[];
  rows_max?: number;
}

/** Somebody counted people in (`count`). `ins` and `outs`: all that they have counted of this row, with this. */
export interface CheckedIn {
  t: "advance.checked_in";
  field: string;
  row: string;
  count: number;
  ins: number;
  outs: number;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** The queue is run by these rules from now on. */
export interface Configured {
  t: "queue.configured";
  rules: KeptRules;
}

/** The rules that a queue is run by; `Rules` has their limits. */
export interface KeptRules {
  mode: Mode;
  locked_max: number;
  open_max: number;
  length_max: number;
}

/** A request waits, before the entry `before` of the waiting order, or last. */
export interface Submitted {
  t: "queue.submitted";
  id: string;
  person: string;
  name: string;
  title: string;
  artist: string;
  note: string;
  at_ms: number;
  before: string | null;
}

/** A request was taken back. */
export interface Withdrawn {
  t: "queue.withdrawn";
  id: string;
  by: string;
}

/** An entry of the waiting order now stands before `before`, or last. */
export interface Reordered {
  t: "queue.reordered";
  id: string;
  before: string | null;
}

/** An entry left the waiting order and is the last of the locked part. */
export interface CalledUp {
  t: "queue.called_up";
  id: string;
}

/** An entry plays. */
export interface Started {
  t: "queue.started";
  id: string;
  at_ms: number;
}

/** An entry was played to its end. */
export interface Played {
  t: "queue.played";
  id: string;
  at_ms: number;
}

/** An entry was left out. */
export interface Skipped {
  t: "queue.skipped";
  id: string;
  at_ms: number;
}

/** A waiting entry is held (`on`) or no longer held. */
export interface Held {
  t: "queue.held";
  id: string;
  on: boolean;
}

/** A tip counts. The tier decides colour, `pin_ms` how long the alert stays. */
export interface TipConfirmed {
  t: "tips.confirmed";
  id: string;
  name: string;
  text: string;
  amount: number;
  currency: string;
  tier: Tier;
  pin_ms: number;
  at_ms: number;
}

/** The stage is up. */
export interface WentLive {
  t: "streams.went_live";
  by: string;
  title: string;
  at_ms: number;
}

/** The stage is down. */
export interface WentDown {
  t: "streams.went_down";
  by: string;
  at_ms: number;
}

/** A person moved to a field, or left all fields. */
export interface Focused {
  t: "presence.focused";
  person: string;
  field: string;
}

/** A person types, or stopped. */
export interface Typed {
  t: "presence.typed";
  person: string;
  on: boolean;
}

/** Everybody who is here; above 200 people only the count, and `people` is null. */
export interface Here {
  t: "presence.here";
  count: number;
  people: Person[] | null;
}

/** One person who is here, however many tabs they have open. */
export interface Person {
  id: string;
  name: string;
  role: Role;
  focus?: string;
  typing?: boolean;
}

/** Somebody threw a reaction. */
export interface Reacted {
  t: "chat.reacted";
  person: string;
  emoji: Emoji;
}

/** Nothing: presence makes no facts. */
export type Presence = Record<string, never>;

/** The latest messages, oldest first. */
export interface Chat {
  messages: Posted[];
}

/** What has been answered so far. Fields and locks by full key, rows by list and row id; `last` is the newest stamp. */
export interface Form {
  schema: Schema;
  fields: Record<string, Register>;
  lists: Record<string, Record<string, Row>>;
  locks: Record<string, AdvancingSyncHold>;
  last: string;
  agreement: Agreement;
  texts: Record<string, LongText>;
  files: Record<string, Attached>;
  designed: string;
  arrivals: Record<string, Record<string, Tally>>;
}

/** The value that shows, and the other values that nobody has superseded, newest first. No stamp: no value yet. */
export interface Register {
  value: Value;
  stamp: string;
  by: string;
  name: string;
  at_ms: number;
  siblings: Write[];
  seen: string[];
  gone: string[];
  party: string;
  source: string;
}

/** A value, who wrote it when, for which side, and where it comes from. */
export interface Write {
  value: Value;
  stamp: string;
  by: string;
  name: string;
  at_ms: number;
  party: string;
  source: string;
}

/** A row, standing or removed. `written` and `removed` have the newest stamp of each person. */
export interface Row {
  id: string;
  index: string;
  placed: string;
  written: string[];
  removed: string[];
  cells: Record<string, Register>;
}

/** Who locked a field (`on`) or opened it again; the newest stamp counts. */
export interface AdvancingSyncHold {
  on: boolean;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** What was said of questions, by full key, of sections, by section key, and of the whole form. */
export interface Agreement {
  marks: Record<string, Word>;
  assigned: Record<string, Word>;
  verified: Record<string, Word>;
  notes: Record<string, Record<string, Note>>;
  standings: Record<string, Record<string, Word>>;
  deadlines: Record<string, Word>;
  revisions: Record<string, Revision>;
  opened: Record<string, number>;
  sent: Word | null;
}

/** Something that one person said last: `what` it is, who said it and when. */
export interface Word {
  what: string;
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** A line of a thread. One that is `gone` has lost its text, and stays so that no replica brings it back. */
export interface Note {
  text: string;
  by: string;
  name: string;
  party: string;
  at_ms: number;
  stamp: string;
  gone: boolean;
}

/** What stood when somebody gave it a number. `stamp` orders replicas. */
export interface Revision {
  by: string;
  name: string;
  at_ms: number;
  stamp: string;
}

/** The document of the value with `stamp`: `doc`, then `updates` in order. */
export interface LongText {
  generation: string;
  stamp: string;
  doc: string;
  updates: string[];
  writers: Record<string, string>;
  blank: string;
}

/** A file at a question. One that is `gone` keeps its id only, so that no replica brings it back. */
export interface Attached {
  field: string;
  title: string;
  size: number;
  type: string;
  sha256: string;
  by: string;
  name: string;
  at_ms: number;
  gone: boolean;
}

/** All that one person has counted of a row: in, out again, and when last. */
export interface Tally {
  ins: number;
  outs: number;
  at_ms: number;
}

/** The open requests, where each stands, and what rotation must remember. */
export interface Queue {
  rules: KeptRules;
  entries: Record<string, Entry>;
  waiting: string[];
  up_next: string[];
  playing: string | null;
  playing_since_ms: number;
  history: Past[];
  sung: string[];
}

/** A request. `held`: it keeps its place, and is not called up until let go. */
export interface Entry {
  id: string;
  person: string;
  name: string;
  title: string;
  artist: string;
  note: string;
  at_ms: number;
  held: boolean;
}

/** A request that is over, and how it ended. */
export interface Past {
  entry: Entry;
  how: "played" | "skipped";
  at_ms: number;
}

/** The alerts of the night. */
export interface Tips {
  alerts: TipConfirmed[];
  totals: Record<string, number>;
  ids: string[] | null;
}

/** The stage: `live` says since when, by whom and under which title; null while it is down. */
export interface Stage {
  live: WentLive | null;
}

/** The state of a room by behaviour; a room has those of its kind. */
export interface States {
  presence: Presence;
  chat: Chat;
  advancing_sync: Form;
  queue: Queue;
  tips: Tips;
  streams: Stage;
}

export type AnyCommand =
  | Focus
  | Typing
  | Post
  | Remove
  | React
  | Edit
  | Pick
  | AddRow
  | MoveRow
  | RemoveRow
  | Lock
  | ChangeText
  | CheckIn
  | Mark
  | Verify
  | AddNote
  | RemoveNote
  | AdvancingSyncSubmit
  | SignOff
  | Reopen
  | Assign
  | SetDeadline
  | Publish
  | TellSent
  | TellOpened
  | AddFile
  | RemoveFile
  | Design
  | Configure
  | QueueSubmit
  | Withdraw
  | Reorder
  | CallUp
  | Play
  | Finish
  | Skip
  | QueueHold
  | Confirm
  | GoLive
  | GoDown;
export type AnyFact =
  | Posted
  | Removed
  | Edited
  | Picked
  | RowAdded
  | RowMoved
  | RowRemoved
  | Locked
  | Marked
  | Assigned
  | Verified
  | NoteAdded
  | NoteRemoved
  | SectionStood
  | DeadlineSet
  | Published
  | Sent
  | Opened
  | TextChanged
  | TextPacked
  | FileAdded
  | FileRemoved
  | Designed
  | CheckedIn
  | Configured
  | Submitted
  | Withdrawn
  | Reordered
  | CalledUp
  | Started
  | Played
  | Skipped
  | Held
  | TipConfirmed
  | WentLive
  | WentDown;
export type AnyNotice =
  | Focused
  | Typed
  | Here
  | Reacted;
export type ClientFrame =
  | Hello
  | Do
  | Refresh
  | Ping;
export type ServerFrame =
  | Welcome
  | Facts
  | Notices
  | Ack
  | Fail
  | Expiring
  | Refreshed
  | Ping;
