/** Links by who made them. */

export interface LeftLink {
  id: string;
  name: string;
  role: string;
  show: string;
  title: string;
  created_by: string;
  /** Null when their account is gone. */
  by_name: string | null;
}

interface Maker {
  account: string;
  name: string | null;
  links: LeftLink[];
}

/** Each maker with their links, in the order in which they come. */
export function byMaker(links: readonly LeftLink[]): Maker[] {
  const makers = new Map<string, Maker>();
  for (const link of links) {
    const maker = makers.get(link.created_by) ?? { account: link.created_by, name: link.by_name, links: [] };
    maker.links.push(link);
    makers.set(link.created_by, maker);
  }
  return [...makers.values()];
}
