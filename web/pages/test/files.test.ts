import { afterEach, expect, test, vi } from "vitest";
import type { Attached, Schema } from "../../client/wire";
import { fileSize, filesTexts } from "../../texts/files";
import { filePlaces, showsFiles } from "../crew/attached";
import { FileDesk } from "../crew/file_desk";
import { hasPreview } from "../crew/preview";

const SCHEMA: Schema = {
  sections: [
    { key: "show", label: "Show", fields: [{ key: "title", label: "Title" }] },
    { key: "technical", label: "Technical", fields: [{ key: "inputs", label: "Input list", kind: "list" }] },
    { key: "files", label: "Files", fields: [{ key: "stage_plot_link", label: "Stage plot", kind: "url" }] },
  ],
};
const file = (field: string, gone = false): Attached => ({ field, title: "a.pdf", size: 1, type: "application/pdf", sha256: "", by: "ana", name: "Ana", at_ms: 1, gone });

const keys = (files: Record<string, Attached>, sent: string[] = [], schema = SCHEMA) => filePlaces(schema, files, sent).map(({ key }) => key);

test("papers and the input list ask for files, other questions show those that they have", () => {
  expect(keys({})).toEqual(["technical.inputs", "files.stage_plot_link"]);
  expect(keys({ f: file("show.title") })).toEqual(["show.title", "technical.inputs", "files.stage_plot_link"]);
  expect(keys({ f: file("show.title", true) })).toEqual(["technical.inputs", "files.stage_plot_link"]);
  expect(keys({}, ["show.title"])).toContain("show.title");
  expect(showsFiles("show.city", {}, ["show.title"])).toBe(false);
});

test("who sees some sections sees the files of these", () => {
  const [show] = SCHEMA.sections;
  expect(keys({ f: file("files.stage_plot_link") }, [], { sections: show ? [show] : [] })).toEqual([]);
});

test("what a browser shows has a preview", () => {
  expect([hasPreview("application/pdf"), hasPreview("image/png"), hasPreview("text/csv")]).toEqual([true, true, false]);
});

test("sizes are said as people say them", () => {
  expect([fileSize(900), fileSize(45_000), fileSize(1_440_000)].map((text) => text.replace(/\s/g, " "))).toEqual(["900 byte", "45 kB", "1.4 MB"]);
  expect(filesTexts().waiting(12)).toContain("12 %");
});

afterEach(() => vi.unstubAllGlobals());

const refusing = (code: string) => vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify({ code, title: `say ${code}` }), { status: 400 })));
const desk = () => new FileDesk("demo", { token: { value: "word" } as never });

test("a file that would be refused again is not tried again, another is", async () => {
  for (const [code, final] of [["file.too_big", true], ["file.quota", false]] as const) {
    refusing(code);
    const files = desk();
    files.add([new File(["x"], "plot.pdf")], "files.stage_plot_link");
    const [sending] = files.sendings.value;
    expect(files.fields.value).toEqual(["files.stage_plot_link"]);
    await vi.waitFor(() => expect(sending?.problem.value).toBe(`say ${code}`));
    expect(sending?.final.value).toBe(final);
    if (sending) files.dismiss(sending);
    expect(files.fields.value).toEqual([]);
  }
});
