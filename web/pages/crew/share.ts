/** Mirrors hub/advancing_sync/completeness.py. */
import { standing } from "../../client/folds/rows";
import type { Field, Form, Section, Side } from "../../client/wire";

export interface Share {
  answered: number;
  total: number;
}

/** Which side answers a question: what somebody has said of it, else what the schema says. */
export function answersOf(form: Form, section: Section, field: Field): string {
  return form.agreement.assigned[`${section.key}.${field.key}`]?.what ?? field.answers ?? "both";
}

/** How many of a section's fields this side answers, and how many it has answered. */
export function share(form: Form, section: Section, side: Exclude<Side, "both">): Share {
  const asked = section.fields.filter((field) => ["both", side].includes(answersOf(form, section, field)));
  const answered = asked.filter((field) => {
    const key = `${section.key}.${field.key}`;
    return field.columns?.length ? standing(form.lists[key] ?? {}).length > 0 : (form.fields[key]?.value ?? null) !== null;
  });
  return { answered: answered.length, total: asked.length };
}
