/** A link, and whether it lets in. */

export interface Link {
  id: string;
  name: string;
  role: string;
  sections: string[];
  can_write: boolean;
  opens_at_ms: number;
  closes_at_ms: number | null;
  revoked_at_ms: number | null;
  used_at_ms: number | null;
  created_by: string;
  /** Null when their account is gone. */
  by_name: string | null;
  by_member: boolean;
}

/** Whether a link lets in now, and if not, why. */
export function standing(link: Pick<Link, "opens_at_ms" | "closes_at_ms" | "revoked_at_ms">, nowMs: number): "open" | "later" | "over" | "dead" {
  if (link.revoked_at_ms !== null) return "dead";
  if (link.closes_at_ms !== null && link.closes_at_ms <= nowMs) return "over";
  return link.opens_at_ms > nowMs ? "later" : "open";
}
