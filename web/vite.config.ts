import { defineConfig } from "vitest/config";

const PAGES = ["crew", "door", "floor", "desk", "watch", "account", "shows", "board", "show", "organisation", "open"];
const page = (name: string): [string, string] => [name, `${import.meta.dirname}/${name}.html`];

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // the pages' policy allows files of our own only: nothing may be inlined
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: Object.fromEntries(PAGES.map(page)) },
  },
  test: { include: ["**/*.test.ts"], exclude: ["node_modules", "dist"], environment: "node" },
});
