/** SHA-256 (FIPS 180-4) of something that comes in pieces; what browsers have takes all of it at once, and needs https. */

const BLOCK = 64;
const ROUND = new Uint32Array(64);
const START = new Uint32Array(8);

/** The first 32 bits behind the point of the cube and square roots of the first primes. */
function fill(): void {
  const bits = (root: number) => (root - Math.floor(root)) * 2 ** 32;
  for (let found = 0, n = 2; found < 64; n += 1) {
    let prime = true;
    for (let by = 2; by * by <= n && prime; by += 1) prime = n % by !== 0;
    if (!prime) continue;
    ROUND[found] = bits(Math.cbrt(n));
    if (found < 8) START[found] = bits(Math.sqrt(n));
    found += 1;
  }
}
fill();

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

export class Sha256 {
  private readonly state = START.slice();
  private readonly words = new Uint32Array(64);
  private readonly block = new Uint8Array(BLOCK);
  private readonly view = new DataView(this.block.buffer);
  private held = 0;
  private length = 0;

  /** Takes the next piece. */
  add(data: Uint8Array): this {
    this.length += data.length;
    for (let at = 0; at < data.length; ) {
      const part = data.subarray(at, at + BLOCK - this.held);
      this.block.set(part, this.held);
      this.held += part.length;
      at += part.length;
      if (this.held === BLOCK) this.mix();
    }
    return this;
  }

  /** The digest of all pieces in hex; nothing can be added after it. */
  hex(): string {
    const bits = this.length * 8;
    this.block[this.held] = 0x80;
    this.block.fill(0, this.held + 1);
    if (this.held >= BLOCK - 8) {
      this.mix();
      this.block.fill(0);
    }
    this.view.setUint32(BLOCK - 8, Math.floor(bits / 2 ** 32));
    this.view.setUint32(BLOCK - 4, bits >>> 0);
    this.mix();
    return Array.from(this.state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  private spread(): void {
    const { words } = this;
    const word = (at: number) => words[at] ?? 0;
    for (let at = 0; at < 16; at += 1) words[at] = this.view.getUint32(at * 4);
    for (let at = 16; at < 64; at += 1) {
      const near = word(at - 2);
      const far = word(at - 15);
      const low = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3);
      const high = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10);
      words[at] = word(at - 16) + low + word(at - 7) + high;
    }
  }

  private mix(): void {
    this.spread();
    const { words, state } = this;
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let at = 0; at < 64; at += 1) {
      const chosen = (e & f) ^ (~e & g);
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + (ROUND[at] ?? 0) + (words[at] ?? 0)) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => (state[at] = (state[at] ?? 0) + value));
    this.held = 0;
  }
}
