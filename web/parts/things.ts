/** Shows, venues and streams as the hub tells them. Times in milliseconds since the epoch. */

export interface Show {
  id: string;
  title: string;
  venue: string | null;
  day: string;
  timezone: string;
  status: string;
  currency: string;
  notes: string;
  version: number;
  created_at_ms: number;
  archived_at_ms: number | null;
  venue_name: string | null;
  city: string | null;
}

export interface Venue {
  id: string;
  name: string;
  city: string;
  address: string;
  phone: string;
  timezone: string;
  notes: string;
  archived_at_ms: number | null;
}

export interface Stream {
  id: string;
  title: string;
  show: string | null;
  archived_at_ms: number | null;
}

/** A room, and whether it lets the one who asks in. */
export interface Door {
  room: string;
  kind: string;
  open: boolean;
}

/** A show with all that hangs on it. */
export interface Home extends Show {
  rooms: Door[];
  advance: { status: string; revision: number; created_at_ms: number; parts: Record<string, string> } | null;
  streams: Stream[];
}

/** Where a show is, in a few words. */
export const placeOf = ({ venue_name, city }: Show): string => [venue_name, city].filter(Boolean).join(", ");
