/** Where everything lies that is built or downloaded once for a user: never in the repository or a workspace. */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import process from "node:process";

/**
 * The user's cache folder of Autodidact: `XDG_CACHE_HOME` where it is set, else the platform's own convention.
 * A relative `XDG_CACHE_HOME` is ignored, as the XDG Base Directory Specification demands.
 */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "autodidact");
  if (platform === "darwin") return join(home, "Library", "Caches", "autodidact");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "autodidact", "cache");
  return join(home, ".cache", "autodidact");
}
