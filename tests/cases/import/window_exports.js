window.aws_exports = {
    aws_project_region: "ap-southeast-1",
    aws_user_pools_id: "ap-southeast-1_W1nd0wExp",
    aws_user_pools_web_client_id: "q1w2e3r4t5y6u7i8o9p0a1s2d3",
    oauth: {
      domain: "window.auth.ap-southeast-1.amazoncognito.com",
      scope: ["openid", "email", "profile"],
      redirectSignIn: "https://staging.example.com/index.html",
      redirectSignOut: "https://staging.example.com/index.html",
      responseType: "token"
    },
    aws_content_delivery_bucket: "window-hostingbucket-dev",
};
