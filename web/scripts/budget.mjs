/** The phone page has to load on a bad network: everything its first screen needs, compressed, within its budget. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KIB = 60;
const DIST = new URL("../dist/", import.meta.url);

const html = readFileSync(new URL("floor.html", DIST), "utf8");
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path);
const size = (bytes) => gzipSync(bytes).length;

/** The files a script imports at once; what it imports on demand is written `import(` and comes later. */
function imports(path) {
  const code = readFileSync(new URL(path, DIST), "utf8");
  return [...code.matchAll(/(?:import|from)\s*["']\.\/([^"']+)["']/g)].map(([, file]) => `assets/${file}`);
}

const needed = new Set();
const visit = (path) => {
  if (needed.has(path)) return;
  needed.add(path);
  if (path.endsWith(".js")) imports(path).forEach(visit);
};
named.forEach(visit);

const rows = [["floor.html", size(Buffer.from(html))], ...[...needed].map((path) => [path, size(readFileSync(new URL(path, DIST)))])];
const total = rows.reduce((sum, [, bytes]) => sum + bytes, 0) / 1024;
console.log(`phone page: ${total.toFixed(1)} KiB of ${BUDGET_KIB} KiB compressed, in ${rows.length} files`);
if (readdirSync(new URL("assets/", DIST)).length === 0 || total > BUDGET_KIB) {
  for (const [path, bytes] of rows) console.error(`  ${(bytes / 1024).toFixed(1)} KiB ${path}`);
  process.exit(1);
}
