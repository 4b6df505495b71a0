import { describe, expect, it, test } from "vitest";
import { contrast, DARK, LIGHT, parsed, readable } from "../../parts/accent";
import { dayText, monthAfter, weeks } from "../../parts/dates";
import { nextPage } from "../../parts/next_page";
import { svgSource } from "../../parts/qr";
import { deviceName } from "../account/device_name";
import { byMaker, type LeftLink } from "../organisation/makers";
import { standing } from "../show/standing";
import { query } from "../shows/query";

describe("the colour of an organisation", () => {
  const COLOURS = ["#000000", "#ffffff", "#7c5cff", "#ffff00", "#102030", "#00ff7f", "#808080"];

  it.each(COLOURS)("%s is readable on both grounds", (hex) => {
    const colour = parsed(hex) ?? [0, 0, 0];
    for (const grounds of [DARK, LIGHT]) {
      for (const ground of grounds) expect(contrast(readable(colour, grounds), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("stays as it is where it can be read", () => {
    expect(readable([167, 150, 255], DARK)).toEqual([167, 150, 255]);
  });

  it("is not taken from what is no colour", () => {
    expect(parsed("red")).toBeNull();
    expect(parsed("#12345")).toBeNull();
    expect(parsed("#1234567")).toBeNull();
  });
});

describe("days", () => {
  it("fill the weeks of a month from Monday to Sunday", () => {
    const november = weeks("2026-11");
    expect(november).toHaveLength(6);
    expect(november[0]?.[0]).toBe("2026-10-26");
    expect(november.at(-1)?.[6]).toBe("2026-12-06");
    expect(weeks("2027-02")).toHaveLength(4);
  });

  it("go on over the end of a year", () => {
    expect(monthAfter("2026-12", 1)).toBe("2027-01");
    expect(monthAfter("2026-01", -1)).toBe("2025-12");
  });

  it("are shown as they are when they are none", () => {
    expect(dayText("soon")).toBe("soon");
  });
});

describe("after the sign-in", () => {
  it("comes what was asked for", () => {
    expect(nextPage("?next=%2Forganisation%2Fo_1-a")).toBe("/organisation/o_1-a");
  });

  it.each(["", "?next=https://evil.example", "?next=//evil.example", "?next=/%5Cevil.example", "?next=javascript:alert(1)", "?next=/a:b"])("comes no page of others: %s", (search) => {
    expect(nextPage(search)).toBe("/shows");
  });
});

describe("a device", () => {
  it("has the name its owner knows", () => {
    expect(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1")).toBe("Safari, iPhone");
    expect(deviceName("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0")).toBe("Edge, Windows");
    expect(deviceName("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0")).toBe("Firefox, Linux");
  });

  it("has its own name when nobody knows it", () => {
    expect(deviceName("curl/8")).toBe("curl/8");
    expect(deviceName("")).toBe("");
  });
});

describe("a link", () => {
  const link = { opens_at_ms: 100, closes_at_ms: 200, revoked_at_ms: null };

  it("lets in from when it opens until it closes", () => {
    expect([99, 100, 199, 200].map((now) => standing(link, now))).toEqual(["later", "open", "open", "over"]);
    expect(standing({ ...link, closes_at_ms: null }, 1_000)).toBe("open");
  });

  it("is dead once it is taken back", () => {
    expect(standing({ ...link, revoked_at_ms: 150 }, 150)).toBe("dead");
  });
});

describe("the list of shows", () => {
  it("asks for what is chosen, the nearest day first", () => {
    expect(query("coming", "day", "", "2026-11-21")).toBe("since=2026-11-21&sort=day");
    expect(query("past", "day", "", "2026-11-21")).toBe("until=2026-11-21&sort=-day");
    expect(query("archived", "title", "a b", "2026-11-21")).toBe("which=archived&sort=title&q=a+b");
    expect(query("all", "-created", "", "2026-11-21")).toBe("which=all&sort=-created");
  });
});

it("makes an image of a QR code, also when it was meant to stand in a page", () => {
  expect(decodeURIComponent(svgSource('<svg width="9"></svg>'))).toBe('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="9"></svg>');
  expect(decodeURIComponent(svgSource('<svg xmlns="x"></svg>'))).toBe('data:image/svg+xml,<svg xmlns="x"></svg>');
});

test("links of people who left are by who made them", () => {
  const link = (id: string, created_by: string): LeftLink => ({ id, name: id, role: "venue", show: "s", title: "S", created_by, by_name: created_by });
  const makers = byMaker([link("1", "ana"), link("2", "ben"), link("3", "ana")]);
  expect(makers.map(({ account, links }) => [account, links.map((one) => one.id)])).toEqual([
    ["ana", ["1", "3"]],
    ["ben", ["2"]],
  ]);
  expect(byMaker([])).toEqual([]);
});
