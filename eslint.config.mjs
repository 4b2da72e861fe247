import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";

/** The rooms of src, in order: each may import only from those before it, types included. */
const LADDER = [
  "problems",
  "registry",
  "catalogue",
  "pipeline",
  "configuration",
  "plan",
  "build",
  "github",
  "delivery",
  "cli",
];
const rooms = (names) => names.map((name) => `./src/${name}`);

/** Who may not import from where: the ladder, and what stands around it. */
const zones = [
  ...LADDER.slice(0, -1).map((room, step) => ({
    target: `./src/${room}`,
    from: [...rooms(LADDER.slice(step + 1)), "./systems", "./tools"],
    message: `src/${room} may import only from ${LADDER.slice(0, step).join(", ") || "no other room"}.`,
  })),
  {
    target: "./src",
    from: ["./components", "./index.ts", "./tests"],
    message: "src knows nothing of what uses it.",
  },
  {
    target: "./systems",
    from: [
      ...rooms(LADDER.filter((room) => !["catalogue", "pipeline"].includes(room))),
      "./components",
      "./tools",
    ],
    message: "A system may import from src/catalogue and src/pipeline only.",
  },
  {
    target: "./components",
    from: ["./src/cli", "./systems", "./tools", "./tests"],
    message: "components may import from src, without its command line.",
  },
];

export default tseslint.config(
  { ignores: ["node_modules/", ".slipway/", "systems/*/sample/", "tools/local/modules/"] },
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
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@pulumi/*"], message: "Only components may use Pulumi: src runs without it." },
          ],
        },
      ],
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
