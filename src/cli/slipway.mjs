#!/usr/bin/env node
// The command `slipway` of package.json. Plain JavaScript, because it runs before there are any packages: `npx slipway`
// works in a fresh clone, and after package-lock.json has changed.
import { createRequire } from "node:module";

// What is said while installing is no part of what the command prints.
const { log } = console;
console.log = console.error;
await import("../../tools/local/dependencies.mjs");
console.log = log;

const require = createRequire(import.meta.url);
require("tsx/cjs");
require("./slipway.ts");
