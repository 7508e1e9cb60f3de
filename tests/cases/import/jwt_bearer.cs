builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
    .AddJwtBearer(options =>
    {
        options.Authority = "https://cognito-idp.us-east-2.amazonaws.com/us-east-2_Kx7Qp2LmN";
        options.Audience = "7h3kq9v2m1t8r5c4x0w6y2b9zd";
    });
