import { isIPv6 } from "node:net";
import { UserError } from "../../core/errors.ts";

/** Where `ollama serve` listens when nothing else is said. */
const DEFAULT_PORT = 11434;

/**
 * The base URL of the Ollama server that a person means: the setting if there is one, else `OLLAMA_HOST`, else the
 * default address. Reads the variable as Ollama itself does: `host`, `host:port`, `:port`, `scheme://host[:port][/path]`;
 * a scheme without a port means 80 or 443. Addresses that are good only for listening (`0.0.0.0`, `::`) become the
 * loopback address. The result has no slash at its end.
 *
 * @throws {UserError} when the text is no address
 */
export function resolveOllamaUrl(env: Readonly<Record<string, string | undefined>>, setting?: string): string {
  const fromSetting = setting?.trim();
  if (fromSetting) {
    return parseAddress(fromSetting, "The setting for the Ollama server");
  }
  return parseAddress(unquote(env["OLLAMA_HOST"] ?? ""), "The environment variable OLLAMA_HOST");
}

/** Ollama drops white space and quotes around the values of its variables. */
function unquote(value: string): string {
  return value.trim().replace(/^["']+|["']+$/g, "");
}

function parseAddress(text: string, source: string): string {
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const protocol = scheme?.toLowerCase() ?? "http";
  const slash = rest.indexOf("/");
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  const path = slash === -1 ? "" : rest.slice(slash).replace(/\/+$/, "");
  const { host, port } = splitAuthority(authority);
  const portNumber = port === undefined ? defaultPort(scheme === undefined ? undefined : protocol) : Number(port);
  const url = `${protocol}://${connectable(host)}:${portNumber}${path}`;
  if (!isHttp(protocol) || !Number.isInteger(portNumber) || portNumber > 65_535 || !URL.canParse(url)) {
    throw new UserError(
      `${source} is "${text}", which is no address of a server.`,
      `Write it like http://127.0.0.1:${DEFAULT_PORT}.`,
    );
  }
  return url;
}

function isHttp(protocol: string): boolean {
  return protocol === "http" || protocol === "https";
}

function defaultPort(scheme: string | undefined): number {
  if (scheme === undefined) {
    return DEFAULT_PORT;
  }
  return scheme === "https" ? 443 : 80;
}

/** Splits `host:port`; an IPv6 address may stand bare when it has no port. */
function splitAuthority(authority: string): { host: string; port?: string } {
  if (isIPv6(authority)) {
    return { host: authority };
  }
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(.+))?$/.exec(authority) ?? [];
  if (host === undefined) {
    return { host: authority };
  }
  const bare = host.replace(/^\[|\]$/g, "");
  return port === undefined ? { host: bare } : { host: bare, port };
}

/** The form in which a client can connect to `host`. */
function connectable(host: string): string {
  if (host === "" || host === "0.0.0.0") {
    return "127.0.0.1";
  }
  if (host === "::") {
    return "[::1]";
  }
  return isIPv6(host) ? `[${host}]` : host;
}
