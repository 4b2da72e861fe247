import assert from "node:assert/strict";
import { UpEvents } from "../../../tools/local/events.js";

describe("UpEvents", () => {
  const TYPE = "docker-build:index:Image";
  const urn = `urn:pulumi:local::slipway::${TYPE}::base`;
  let events: UpEvents;
  beforeEach(() => {
    events = new UpEvents();
  });
  const take = (event: object, now = 0) => events.take(JSON.stringify(event), now);
  const begin = (op: string, now: number) =>
    take({ resourcePreEvent: { metadata: { op, urn, type: TYPE } } }, now);
  const end = (op: string, now: number) => {
    const outputs = { digest: "sha256:a" };
    return take(
      { resOutputsEvent: { metadata: { op, urn, type: TYPE, new: { custom: true, outputs } } } },
      now,
    );
  };

  it("tells when a resource begins and ends, and adds up what one digest took", () => {
    assert.deepEqual(begin("create", 1000), ["base: create"]);
    assert.deepEqual(events.stillWorking(3000), ["base (2.0 s)"]);
    assert.deepEqual(end("create", 5000), ["base: done (4.0 s)"]);
    begin("create", 5000);
    end("create", 5500);
    assert.equal(events.buildTime("sha256:a"), 4500);
    assert.deepEqual(events.stillWorking(6000), []);
  });

  it("is silent about what does not change, and what it does not know", () => {
    assert.deepEqual([...begin("same", 0), ...end("same", 1)], []);
    assert.equal(events.buildTime("sha256:a"), undefined);
    assert.deepEqual([...events.take("not JSON", 0), ...take({ somethingNew: {} })], []);
  });

  it("shows the last line of a build as its sign of life", () => {
    begin("create", 0);
    const diagnosticEvent = { urn, message: "#5 one\n#5 two\n", severity: "info" };
    assert.deepEqual(take({ diagnosticEvent }, 1), []);
    assert.deepEqual(events.stillWorking(1000), ["base (1.0 s) #5 two"]);
  });

  it("collects each error once, without colours", () => {
    const message = "<{%fg 1%}>\u001b[31mbroken\u001b[0m<{%reset%}>\n";
    for (let time = 0; time < 2; time++) take({ diagnosticEvent: { message, severity: "error" } });
    assert.deepEqual(events.errors, ["broken"]);
  });

  it("reads the stack's images", () => {
    const images = [
      { system: "s", image: "base", reference: "localhost:5055/base:latest", digest: "sha256:a" },
    ];
    const type = "pulumi:pulumi:Stack";
    const stack = {
      op: "same",
      urn: `urn:pulumi:local::slipway::${type}::x`,
      type,
      new: { outputs: { images } },
    };
    take({ resOutputsEvent: { metadata: stack } });
    assert.deepEqual(events.images(), images);
  });
});
