// http-proxy (beneath http-proxy-middleware, whose next version needs a newer Node than ours) calls util._extend, and Node
// warns about that at every start: "Please use Object.assign() instead." This does what the warning asks for.
// It has to be imported before the proxy is.

import util from "node:util";

Object.assign(util, { _extend: Object.assign });
