import path from "node:path";
import { catalogue } from "../../systems/index.js";
import { run } from "./command-line.js";

void run(process.argv.slice(2), { catalogue, folder: path.join(__dirname, "../..") });
