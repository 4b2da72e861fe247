import type { System } from "../../src/catalogue/system.js";
import { archive } from "./systems/archive/index.js";
import { blog } from "./systems/blog/index.js";
import { press } from "./systems/press/index.js";
import { shop } from "./systems/shop/index.js";
import { tools } from "./systems/tools/index.js";

/**
 * Made-up systems that have, between them, every shape that the catalogue's types allow; index.test.ts holds them to
 * it. Tests of general code read these, so that the project's own systems can come and go.
 */
export const fixtureCatalogue: readonly System[] = [archive, blog, press, shop, tools];

/** The folder with their delivered files and the stacks `local`, `dev` and `prod`. */
export const fixtureFolder = __dirname;
