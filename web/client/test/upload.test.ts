import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Sha256 } from "../sha256";
import { cancel, linksOf, Refusal, removeFile, send, type Sendable, type Watch, type Way } from "../upload";

const KIB = 1024;
const MIB = KIB * KIB;

function aFile(size: number, name = "plot.pdf"): Sendable & { bytes: Uint8Array<ArrayBuffer> } {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 7) % 251);
  const blob = new Blob([bytes]);
  return { name, size, lastModified: 5, bytes, slice: (start, end) => blob.slice(start, end) };
}

/** A hub that keeps uploads as the real one does; `trouble` answers instead, once each. */
class Shelf {
  uploads = new Map<string, Uint8Array[]>();
  asked: string[] = [];
  pieces: number[] = [];
  trouble: (Response | Error | null)[] = [];
  storage = new Map<string, string>();
  size = 0;
  clock = 0;
  waited = 0;
  digest = "";

  way(): Way {
    return {
      show: "s1",
      token: () => "t1",
      fetch: (path, init) => this.answer(path, init),
      now: () => this.clock,
      random: () => 1,
      wait: (ms) => {
        this.waited += ms;
        return Promise.resolve();
      },
      storage: {
        getItem: (key) => this.storage.get(key) ?? null,
        setItem: (key, value) => void this.storage.set(key, value),
        removeItem: (key) => void this.storage.delete(key),
      },
    };
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    const wrong = this.trouble.shift();
    if (wrong instanceof Error) throw wrong;
    this.asked.push(`${String(init.method)} ${path.replace("/api/shows/s1/", "")}`);
    expect(new Headers(init.headers).get("Authorization")).toBe("Bearer t1");
    return wrong ?? this.serve(path, init);
  }

  private async serve(path: string, init: RequestInit): Promise<Response> {
    if (init.method === "POST" && path.endsWith("uploads")) {
      this.size = (JSON.parse(init.body as string) as { size: number }).size;
      this.uploads.set("u1", []);
    }
    const kept = this.uploads.get("u1");
    if (init.method === "DELETE") return new Response(null, { status: 204 });
    if (!kept) return problem(404, "file.no_upload");
    if (path.endsWith("finish")) {
      this.digest = (JSON.parse(init.body as string) as { sha256: string }).sha256;
      return Response.json({ id: "u1", name: "plot.pdf" });
    }
    if (init.method === "PATCH") return this.take(kept, path, init.body as Blob);
    return Response.json(this.shown());
  }

  private async take(kept: Uint8Array[], path: string, body: Blob): Promise<Response> {
    const offset = Number(path.split("offset=")[1]);
    if (offset !== this.received()) return problem(409, "file.offset", { "Upload-Offset": String(this.received()) });
    kept.push(new Uint8Array(await body.arrayBuffer()));
    this.pieces.push(body.size);
    return Response.json(this.shown());
  }

  received = () => (this.uploads.get("u1") ?? []).reduce((sum, piece) => sum + piece.length, 0);

  whole(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.uploads.get("u1") ?? []));
  }

  shown = () => ({ id: "u1", size: this.size, received: this.received(), piece_bytes_min: 256 * KIB, piece_bytes_max: 4 * MIB });
}

function problem(status: number, code: string, headers: Record<string, string> = {}, retry = false): Response {
  return Response.json({ code, title: `Not ${code}.`, retry }, { status, headers });
}

function watching(progress: number[] = []): Watch & { stop: AbortController } {
  const stop = new AbortController();
  return { stop, signal: stop.signal, onProgress: (received) => void progress.push(received) };
}

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000, 100_003])("hashes %i bytes as everybody does", (size) => {
  const { bytes } = aFile(size);
  const hash = new Sha256();
  for (let at = 0; at < size; at += 37) hash.add(bytes.subarray(at, at + 37));
  expect(hash.hex()).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("sends a file in pieces that grow while the network is quick, and says what it should be", async () => {
  const shelf = new Shelf();
  const file = aFile(5 * MIB);
  const progress: number[] = [];
  const done = await send(file, "files.plot", shelf.way(), watching(progress));
  expect(done.id).toBe("u1");
  expect(shelf.pieces).toEqual([512 * KIB, MIB, 2 * MIB, 1.5 * MIB]);
  expect(progress).toEqual([0, 512 * KIB, 1.5 * MIB, 3.5 * MIB, 5 * MIB]);
  expect(createHash("sha256").update(shelf.whole()).digest("hex")).toBe(shelf.digest);
  expect(shelf.digest).toBe(createHash("sha256").update(file.bytes).digest("hex"));
  expect(shelf.storage.size).toBe(0);
});

test("sends small pieces where each takes long", async () => {
  const shelf = new Shelf();
  const way = shelf.way();
  way.now = () => (shelf.clock += 5_000);
  await send(aFile(MIB), "files.plot", way, watching());
  expect(shelf.pieces).toEqual([512 * KIB, 256 * KIB, 256 * KIB]);
});

test("goes on after a reload where it was", async () => {
  const shelf = new Shelf();
  const first = watching();
  first.onProgress = (received) => {
    if (received > 0) first.stop.abort(new Error("reload"));
  };
  await expect(send(aFile(2 * MIB), "files.plot", shelf.way(), first)).rejects.toThrow("reload");
  expect(shelf.received()).toBe(512 * KIB);
  const progress: number[] = [];
  await send(aFile(2 * MIB), "files.plot", shelf.way(), watching(progress));
  expect(progress[0]).toBe(512 * KIB);
  expect(shelf.whole()).toEqual(aFile(2 * MIB).bytes);
  expect(shelf.asked.filter((line) => line === "POST uploads")).toHaveLength(1);
});

test("begins again where the hub has forgotten the upload", async () => {
  const shelf = new Shelf();
  shelf.storage.set("hub.upload s1 files.plot 1048576 5 plot.pdf", "u0");
  await send(aFile(MIB), "files.plot", shelf.way(), watching());
  expect(shelf.asked.slice(0, 3)).toEqual(["GET uploads/u0", "POST uploads/u0/finish", "POST uploads"]);
  expect(shelf.whole()).toEqual(aFile(MIB).bytes);
});

test("makes no second file where only the last answer was lost", async () => {
  const shelf = new Shelf();
  shelf.storage.set("hub.upload s1 files.plot 1048576 5 plot.pdf", "u0");
  shelf.trouble = [problem(404, "file.no_upload"), Response.json({ id: "u0", name: "plot.pdf" })];
  expect((await send(aFile(MIB), "files.plot", shelf.way(), watching())).id).toBe("u0");
  expect(shelf.asked).toEqual(["GET uploads/u0", "POST uploads/u0/finish"]);
  expect(shelf.storage.size).toBe(0);
});

test("waits for a network that is away, and for a hub that is busy", async () => {
  const shelf = new Shelf();
  shelf.trouble = [new TypeError("offline"), null, new TypeError("offline"), problem(429, "file.busy", {}, true), new Response("", { status: 502 })];
  await send(aFile(MIB), "files.plot", shelf.way(), watching());
  expect(shelf.whole()).toEqual(aFile(MIB).bytes);
  expect(shelf.waited).toBeGreaterThan(1_000);
});

test("goes where the hub says when an answer was lost", async () => {
  const shelf = new Shelf();
  const way = shelf.way();
  const asked = way.fetch.bind(way);
  let lost = false;
  way.fetch = async (path, init) => {
    const answer = await asked(path, init);
    if (init.method !== "PATCH" || lost) return answer;
    lost = true;
    throw new TypeError("lost");
  };
  await send(aFile(MIB), "files.plot", way, watching());
  expect(shelf.whole()).toEqual(aFile(MIB).bytes);
});

test("tells a refusal and forgets what was refused", async () => {
  const shelf = new Shelf();
  shelf.trouble = [null, null, null, problem(415, "file.type")];
  const asked = send(aFile(MIB), "files.plot", shelf.way(), watching());
  await expect(asked).rejects.toMatchObject({ code: "file.type", say: "Not file.type." });
  await expect(asked).rejects.toBeInstanceOf(Refusal);
  expect(shelf.storage.size).toBe(0);
});

test("gives up on a hub whose trouble does not pass", async () => {
  const shelf = new Shelf();
  shelf.trouble = Array.from({ length: 20 }, () => problem(507, "file.full", {}, true));
  await expect(send(aFile(MIB), "files.plot", shelf.way(), watching())).rejects.toMatchObject({ code: "file.full" });
  expect(shelf.asked).toHaveLength(9);
});

test("lets go of what is not wanted any more", async () => {
  const shelf = new Shelf();
  const file = aFile(MIB);
  const watch = watching();
  watch.onProgress = () => {
    watch.stop.abort(new Error("cancelled"));
  };
  await expect(send(file, "files.plot", shelf.way(), watch)).rejects.toThrow("cancelled");
  await cancel(file, "files.plot", shelf.way());
  expect(shelf.asked.at(-1)).toBe("DELETE uploads/u1");
  expect(shelf.storage.size).toBe(0);
});

test("asks for links and takes files away", async () => {
  const shelf = new Shelf();
  shelf.trouble = [Response.json({ download: "/x", shown: null, pages: null, pages_max: 5, expires_ms: 1 })];
  expect((await linksOf("f1", shelf.way(), watching().signal)).download).toBe("/x");
  await removeFile("f1", shelf.way(), watching().signal);
  expect(shelf.asked).toEqual(["POST files/f1/links", "DELETE files/f1"]);
});
