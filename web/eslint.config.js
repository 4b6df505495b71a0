import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  // wire.ts is generated; its generator answers for its style
  { ignores: ["dist/", "node_modules/", "client/wire.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "complexity": ["error", { max: 12, variant: "modified" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // a handler may end in a call that returns nothing
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  // what is shown only sometimes is a branch to the rule, and a plain list to the reader
  { files: ["**/*.tsx"], rules: { complexity: ["error", { max: 18, variant: "modified" }] } },
  { files: ["**/*.js", "**/*.mjs"], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly", Buffer: "readonly" } } },
);
