/** What somebody can be in an organisation; owners are made by owners only. */
import { o } from "../../texts/office";

const MEMBER_ROLES = ["owner", "manager", "crew", "dj", "streamer", "moderator", "viewer"] as const;

export const roleChoices = (mine: string): (readonly [string, string])[] =>
  MEMBER_ROLES.filter((role) => role !== "owner" || mine === "owner").map((role) => [role, o.roles[role] ?? role] as const);
