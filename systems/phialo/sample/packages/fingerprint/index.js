"use strict";

exports.fingerprint = require("./build/Release/fingerprint.node").fingerprint;
