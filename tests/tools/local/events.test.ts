import assert from "node:assert/strict";
import { UpEvents } from "../../../tools/local/events.js";

describe("UpEvents", () => {
  const urn = (name: string) => `urn:pulumi:local::slipway::docker-build:index:Image::${name}`;
  const metadata = (name: string, op: string, digest?: string) => ({
    metadata: {
      op,
      urn: urn(name),
      type: "docker-build:index:Image",
      new: { custom: true, outputs: { digest } },
    },
  });
  const line = (event: object) => JSON.stringify(event);

  it("tells when a resource begins and ends, and adds up what one digest took", () => {
    const events = new UpEvents();
    assert.deepEqual(events.take(line({ resourcePreEvent: metadata("base", "create") }), 1000), [
      "base: create",
    ]);
    assert.deepEqual(events.stillWorking(3000), ["base (2.0 s)"]);
    assert.deepEqual(events.take(line({ resOutputsEvent: metadata("base", "create", "sha256:a") }), 5000), [
      "base: done (4.0 s)",
    ]);
    events.take(line({ resourcePreEvent: metadata("layout", "create") }), 5000);
    events.take(line({ resOutputsEvent: metadata("layout", "create", "sha256:a") }), 5500);
    assert.equal(events.buildTime("sha256:a"), 4500);
    assert.deepEqual(events.stillWorking(6000), []);
  });

  it("is silent about what does not change", () => {
    const events = new UpEvents();
    assert.deepEqual(events.take(line({ resourcePreEvent: metadata("base", "same") }), 0), []);
    assert.deepEqual(events.take(line({ resOutputsEvent: metadata("base", "same", "sha256:a") }), 1), []);
    assert.equal(events.buildTime("sha256:a"), undefined);
  });

  it("shows the last line of a build as its sign of life", () => {
    const events = new UpEvents();
    events.take(line({ resourcePreEvent: metadata("base", "create") }), 0);
    const diagnosticEvent = { urn: urn("base"), message: "#5 one\n#5 two\n", severity: "info" };
    assert.deepEqual(events.take(line({ diagnosticEvent }), 1), []);
    assert.deepEqual(events.stillWorking(1000), ["base (1.0 s) #5 two"]);
  });

  it("collects each error once, without colours", () => {
    const events = new UpEvents();
    const diagnosticEvent = {
      message: "<{%fg 1%}>\u001b[31mbroken\u001b[0m<{%reset%}>\n",
      severity: "error",
    };
    events.take(line({ diagnosticEvent }), 0);
    events.take(line({ diagnosticEvent }), 0);
    assert.deepEqual(events.errors, ["broken"]);
  });

  it("reads the stack's images", () => {
    const images = [
      { system: "s", image: "base", reference: "localhost:5055/base:latest", digest: "sha256:a" },
    ];
    const stack = {
      op: "same",
      urn: "urn:pulumi:local::slipway::pulumi:pulumi:Stack::x",
      type: "pulumi:pulumi:Stack",
    };
    const events = new UpEvents();
    events.take(line({ resOutputsEvent: { metadata: { ...stack, new: { outputs: { images } } } } }), 0);
    assert.deepEqual(events.images(), images);
  });

  it("ignores what it does not know", () => {
    assert.deepEqual(new UpEvents().take("not JSON", 0), []);
    assert.deepEqual(new UpEvents().take(line({ somethingNew: {} }), 0), []);
  });
});
