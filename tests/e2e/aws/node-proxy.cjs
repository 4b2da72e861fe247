/**
 * Loaded into the Pulumi program by the tests: makes Node's fetch go through HTTPS_PROXY, as Go programs do by
 * themselves. Without it a program that asks the ECR host would leave this machine.
 */
const { EnvHttpProxyAgent, setGlobalDispatcher } = require("undici");

setGlobalDispatcher(new EnvHttpProxyAgent());
