//! What a browser writes into its console.

rows! {
    Browser: BrowserCors, r"has been blocked by CORS policy",
        "Access to fetch at 'https://id.example.com/token' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "aws-samples/cloudfront-authorization-at-edge#233";
}
