#include "gateway/page.h"

namespace understudy::gateway {

namespace {

constexpr const char* kPage = R"(<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Understudy</title></head>
<body>
<h1>Understudy</h1>
<p>This computer is a node of an Understudy failover cluster. What it does is told and commanded under <code>/api/v1</code>,
after a login as <code>admin</code>.</p>
</body>
</html>)";

} // namespace

api::HttpResponse page() {
    api::HttpResponse response;
    response.contentType = "text/html; charset=utf-8";
    response.body = kPage;
    return response;
}

} // namespace understudy::gateway
