import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi";
import { asRunError } from "../../components/as-run-error.js";
import { UserError } from "../../src/problems/user-error.js";

describe("asRunError", () => {
  it("lets Pulumi print a user's mistake alone, and leaves all else as it is", async () => {
    assert.equal(await asRunError(() => Promise.resolve(7)), 7);
    const user = asRunError(() => Promise.reject(new UserError("no owner")));
    await assert.rejects(user, (error) => {
      assert.ok(RunError.isInstance(error));
      assert.deepEqual([error.message, error.stack], ["no owner", ""]);
      return true;
    });
    const other = new TypeError("a defect");
    await assert.rejects(
      asRunError(() => Promise.reject(other)),
      (error) => error === other,
    );
  });
});
