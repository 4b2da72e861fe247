/**
 * An assertion inside `apply` rejects a promise that nobody awaits; without this the test would pass.
 */
process.on("unhandledRejection", (reason) => {
  throw reason;
});

/** Printed texts are compared, so they are the same on a terminal, in CI and in a pipe. */
delete process.env["FORCE_COLOR"];
process.env["NO_COLOR"] = "1";
