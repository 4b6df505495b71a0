/** What people type, and the value it is: hub/advancing_sync/schema.py says what each kind takes. */
import type { Field, Value } from "../../client/wire";
import { locale, t } from "../../texts";

export type Read = { ok: true; value: Value } | { ok: false; say: string };

const MONEY_UNIT = 100;

const FORMS: Partial<Record<NonNullable<Field["kind"]>, [RegExp, () => string]>> = {
  time: [/^([01]\d|2[0-3]):[0-5]\d$/, () => t.crew.need.time],
  date: [/^\d{4}-\d\d-\d\d$/, () => t.crew.need.date],
  phone: [/^\+?[0-9][0-9 ()./-]{2,29}(x\d{1,6})?$/, () => t.crew.need.phone],
  email: [/^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$/, () => t.crew.need.email],
  url: [/^https?:\/\/[^\s/?#]+\S*$/, () => t.crew.need.url],
};

const no = (say: string): Read => ({ ok: false, say });

function readNumber(field: Field, text: string): Read {
  const typed = Number(text.replace(/\s/g, "").replace(",", "."));
  if (!Number.isFinite(typed)) return no(t.crew.need.number);
  const value = field.kind === "money" ? Math.round(typed * MONEY_UNIT) : typed;
  if (field.kind === "integer" && !Number.isInteger(value)) return no(t.crew.need.whole);
  const { min = 0, max = 1_000_000 } = field;
  if (value < min || value > max) {
    const shown = (limit: number) => new Intl.NumberFormat(locale).format(field.kind === "money" ? limit / MONEY_UNIT : limit);
    return no(t.crew.need.range(shown(min), shown(max)));
  }
  return { ok: true, value };
}

const HOURS = /^(\d{1,2})(?:[:.h ]?(\d\d)|h)?\s*([ap])?\.?m?\.?$/i;

/** 19:30 as people type it: 1930, 19.30, 19h30, 7:30 pm. What is no time stays as it is. */
function asTime(text: string): string {
  const [, hours = "", minutes = "00", half] = HOURS.exec(text) ?? [];
  if (hours === "") return text;
  const afternoon = half?.toLowerCase() === "p" && Number(hours) < 12 ? 12 : 0;
  const midnight = half?.toLowerCase() === "a" && Number(hours) === 12 ? -12 : 0;
  return `${String(Number(hours) + afternoon + midnight).padStart(2, "0")}:${minutes}`;
}

/** The value of a text, or what to type instead. An empty text clears the field. */
export function readValue(field: Field, typed: string): Read {
  const text = field.kind === "time" ? asTime(typed.trim()) : typed.trim();
  if (text === "") return { ok: true, value: null };
  const { kind = "text", max_length: most = 200 } = field;
  if (kind === "number" || kind === "integer" || kind === "money") return readNumber(field, text);
  if (Array.from(text).length > most) return no(t.crew.need.long(most));
  const form = FORMS[kind];
  if (form && !form[0].test(text)) return no(form[1]());
  return { ok: true, value: text };
}

/** The text to edit a value by. */
export function writeValue(field: Field, value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return field.kind === "money" ? String(value / MONEY_UNIT) : String(value);
  if (typeof value === "boolean") return value ? t.crew.yes : t.crew.no;
  return value;
}

/** A value as people read it. */
export function sayValue(field: Field, value: Value): string {
  if (value === null) return t.crew.nothingWritten;
  if (typeof value === "boolean") return value ? t.crew.yes : t.crew.no;
  if (typeof value === "number") {
    const shown = field.kind === "money" ? value / MONEY_UNIT : value;
    const text = new Intl.NumberFormat(locale, field.kind === "money" ? { minimumFractionDigits: 2 } : {}).format(shown);
    return field.unit ? `${text} ${field.unit}` : text;
  }
  return value;
}
