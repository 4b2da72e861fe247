import { program } from "./components/program.js";
import { catalogue } from "./systems/index.js";

export = program(catalogue);
