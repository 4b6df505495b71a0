/** A template as the hub lists it. */
import { locale } from "../../texts";
import { a } from "../../texts/office/advance";

export interface Template {
  id: string;
  name: string;
  created_by: string;
  created_at_ms: number;
  archived_at_ms: number | null;
  /** Null when the account of who kept it is gone. */
  by_name: string | null;
}

export const keptBy = ({ by_name, created_at_ms }: Template): string => a().keptBy(by_name ?? "", new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(created_at_ms));
