/**
 * An assertion inside `apply` rejects a promise that nobody awaits; without this the test would pass.
 */
process.on("unhandledRejection", (reason) => {
  throw reason;
});
