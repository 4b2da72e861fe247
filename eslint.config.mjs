import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";

/** Rooms a file may not reach into, so that data flows one way (docs/architecture.md). */
const zones = [
  { target: "./plan", from: ["./systems", "./components", "./config", "./engine", "./contexts"] },
  { target: "./systems", from: ["./components", "./config", "./engine", "./contexts"] },
  { target: "./workflows", from: ["./systems", "./components", "./config", "./engine", "./contexts"] },
  {
    target: "./pins",
    from: ["./systems", "./components", "./config", "./engine", "./contexts", "./delivery"],
  },
  { target: "./delivery", from: ["./systems", "./components", "./config", "./engine", "./contexts"] },
  { target: "./drift", from: ["./systems", "./components", "./config", "./engine", "./contexts"] },
  {
    target: "./github",
    from: ["./systems", "./components", "./config", "./engine", "./contexts", "./workflows", "./retention"],
  },
  { target: "./doctor", from: ["./systems", "./components", "./config", "./engine", "./contexts"] },
  { target: "./retention", from: ["./systems", "./components", "./config", "./engine", "./contexts"] },
  { target: "./config", from: ["./components", "./engine", "./contexts"] },
  { target: "./contexts", from: ["./systems", "./workflows", "./components", "./config", "./engine"] },
  { target: "./components", from: ["./systems", "./config", "./engine"] },
  { target: "./!(tests|bench|cli|delivery|drift|engine)/**", from: ["./delivery", "./drift"] },
  { target: "./!(tests|cli|retention)/**", from: ["./retention"] },
  { target: "./!(tests|cli|doctor)/**", from: ["./doctor"] },
  { target: "./!(tests|bench|cli)/**", from: ["./index.ts", "./cli"] },
];

export default tseslint.config(
  { ignores: ["node_modules/", ".slipway/", "examples/", "engine/modules/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Declaring a resource is its own purpose; a Pulumi program has many such statements.
      "no-new": "off",
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
    },
  },
  {
    files: ["**/*.test.ts", "tests/**/*.ts"],
    rules: {
      // Mocha's context is typed by the call it is given to; expressions such as expect chains are assertions.
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
