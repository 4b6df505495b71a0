/** A form that nobody has written in, and an agreement that nobody has reached. */
import type { Agreement, Form, Schema } from "../wire";

const NOTHING_AGREED: Agreement = {
  marks: {},
  assigned: {},
  verified: {},
  notes: {},
  standings: {},
  deadlines: {},
  revisions: {},
  opened: {},
  sent: null,
};

export function emptyForm(schema: Schema): Form {
  return { schema, fields: {}, lists: {}, locks: {}, last: "", agreement: NOTHING_AGREED, texts: {}, files: {}, designed: "", arrivals: {} };
}
