import assert from "node:assert/strict";
import { isThisMachine, localAddress } from "../../../src/registry/this-machine.js";

describe("this machine", () => {
  for (const [host, address] of [
    ["localhost:5055", { host: "localhost", port: 5055 }],
    ["127.0.0.1:1", { host: "127.0.0.1", port: 1 }],
    ["127.0.0.2:5055", { host: "127.0.0.2", port: 5055 }],
    ["127.255.255.254:65535", { host: "127.255.255.254", port: 65535 }],
    ["[::1]:5055", { host: "::1", port: 5055 }],
    ["[0:0:0:0:0:0:0:1]:80", { host: "0:0:0:0:0:0:0:1", port: 80 }],
  ] as const) {
    it(`is ${host}, with a port or without`, () => {
      assert.equal(isThisMachine(host), true);
      assert.equal(isThisMachine(host.replace(/:\d+$/, "")), true);
      assert.deepEqual(localAddress(host), address);
    });
  }

  it("is no other host, however it is written", () => {
    for (const host of [
      ...["", "registry", "localhost.example:80", "127.0.0.1.example", "localhost@evil.example:80"],
      ...["localhost:80@evil.example:80", "128.0.0.1:80", "0.0.0.0:80", "127.1:80", "127.0.0.256:80"],
      ...["[::2]:80", "[127.0.0.1]:80", "::1", "http://localhost:80", "localhost/a:80"],
    ])
      assert.deepEqual([isThisMachine(host), localAddress(host)], [false, undefined], host);
  });

  it("has no address without a port that there is", () => {
    for (const port of ["", ":", ":0", ":65536", ":50x", ":5055/a"]) {
      assert.equal(localAddress(`localhost${port}`), undefined, port);
    }
  });
});
