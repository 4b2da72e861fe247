"use strict";
// Stands in for an action or a program while act runs a workflow: tells the stage what it was called with, and does
// what the stage answers. Plain JavaScript, because each step of each job starts it anew.
const { appendFileSync } = require("node:fs");
const { connect } = require("node:net");

/** The step's inputs come as INPUT_NAME, defaults filled in. */
exports.action = (action) => {
  const inputs = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (name.startsWith("INPUT_")) inputs[name.slice("INPUT_".length).toLowerCase()] = value;
  }
  call({ kind: "action", action, inputs });
};

exports.program = (program) => {
  call({ kind: "program", program, args: process.argv.slice(2) });
};

function call(what) {
  const stage = connect(process.env.SLIPWAY_STAGE);
  let answer = "";
  stage.on("data", (data) => (answer += data));
  stage.on("end", () => {
    const { outputs, environment, stdout, stderr, exitCode } = JSON.parse(answer);
    for (const [name, value] of Object.entries(outputs)) set("GITHUB_OUTPUT", name, value);
    for (const [name, value] of Object.entries(environment)) set("GITHUB_ENV", name, value);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = exitCode;
  });
  stage.end(JSON.stringify({ ...what, directory: process.cwd(), environment: process.env }));
}

/** As GitHub's own toolkit writes it; a value may have many lines. */
function set(file, name, value) {
  appendFileSync(process.env[file], `${name}<<SLIPWAY_END\n${value}\nSLIPWAY_END\n`);
}
