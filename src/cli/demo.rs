//! `grantscope demo`: the embedded provider, in the terminal interface or alone.

use clap::Args;

use super::global::Global;
use super::output::{self, Page, Style};
use super::status::{Failure, Status};
use crate::demo::scenarios::{self, Scenario};
use crate::demo::{Listing, client_id};
use crate::profile::redirect_uri_problem;
use crate::runtime::{self, interruption::asked_to_end, server::Server};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    /// The port the provider listens on; 0 chooses a free port.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    /// Break one thing on purpose.
    #[arg(long, value_name = "NAME", add = super::candidates::scenarios())]
    pub scenario: Option<String>,
    /// List the scenarios.
    #[arg(long)]
    pub list_scenarios: bool,
    /// Run only the provider, without the terminal interface.
    #[arg(long)]
    pub serve: bool,
    /// Register an extra redirect URI with every app client; repeatable.
    #[arg(long, value_name = "URI")]
    pub redirect_uri: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Runs the embedded provider.
pub fn run(args: &DemoArgs, global: &Global) -> Result<Status, Failure> {
    if args.list_scenarios {
        return list(args.json);
    }
    let scenario = args.scenario()?;
    let problems = args.redirect_uri.iter().filter_map(|uri| redirect_uri_problem("redirect URI", uri));
    Failure::unless_empty(Status::Usage, problems)?;
    if !args.serve {
        if scenario.resource.is_some() {
            return Err(Failure::usage(format!(
                "--scenario: {} begins at a resource; run grantscope login --scenario {0}, or add --serve",
                scenario.id
            )));
        }
        return super::tui::run_demo(args.port, scenario, global);
    }
    runtime::block_on(serve(args, scenario))?
}

impl DemoArgs {
    fn scenario(&self) -> Result<&'static Scenario, Failure> {
        crate::cli::login::scenario::find(self.scenario.as_deref().unwrap_or(scenarios::CLEAN.id))
    }
}

fn list(json: bool) -> Result<Status, Failure> {
    if json {
        output::json(&scenarios::every().collect::<Vec<_>>())?;
        return Ok(Status::Worked);
    }
    let width = scenarios::every().map(|scenario| scenario.id.len()).max().unwrap_or(0);
    let mut page = Page::stdout();
    for scenario in scenarios::every() {
        page.styled(Style::Name, &format!("{:width$}", scenario.id)).plain("  ");
        page.styled(Style::Faint, &format!("{:<8}  step {}", scenario.breaks(), scenario.step().number()));
        page.plain("  ")
            .plain(scenario.title)
            .styled(Style::Faint, &format!("  ({})", scenario.instructions()))
            .end_line();
    }
    page.end_line().line(LEGEND);
    page.print()?;
    Ok(Status::Worked)
}

/// The meaning of the columns.
const LEGEND: &str = "\
provider  the provider misbehaves, so every client is affected
client    the client makes a mistake: run grantscope demo --scenario NAME or grantscope login --scenario NAME
user      depends on who signs in
resource  begins at the URL of an API or MCP server: run grantscope login --scenario NAME
step      the step of the terminal interface that shows the effect; after the title, what to do first";

async fn serve(args: &DemoArgs, scenario: &'static Scenario) -> Result<Status, Failure> {
    let server = Server::start(args.port, scenario.knobs).await?;
    let listing = {
        let provider = server.provider().await?;
        let mut provider = provider.lock().await;
        provider.set_scenario(scenario);
        args.redirect_uri.iter().for_each(|uri| provider.register_redirect_uri(uri));
        provider.listing()
    };
    if args.json {
        output::json_line(&listing)?;
    } else {
        announce(&listing, scenario)?;
    }
    match scenario.breaks() {
        _ if scenario.id == scenarios::CLEAN.id => {}
        "client" if scenario.needs_its_own_client() => output::progress(&format!(
            "In this scenario the client makes the mistake. To see it: grantscope demo --scenario {0}, or grantscope login --scenario {0}",
            scenario.id
        )),
        // A federated user has an email address and signs in at the identity provider without a password.
        "user" if scenario.user.contains('@') => output::progress(&format!(
            "To see it, choose Continue with Google on the login page, then {}.",
            scenario.user
        )),
        "resource" => output::progress(&format!(
            "To see it: grantscope login --resource URL, with a resource of the list, or grantscope login --scenario {}.",
            scenario.id
        )),
        _ => output::progress(&format!("To see it: {}.", scenario.instructions())),
    }
    asked_to_end().await;
    Ok(Status::Interrupted)
}

/// Prints how to use the provider.
fn announce(listing: &Listing, scenario: &Scenario) -> Result<(), Failure> {
    let mut page = Page::stdout();
    page.styled(Style::Heading, "issuer").plain("  ").styled(Style::Name, &listing.issuer).end_line();
    if scenario.id != scenarios::CLEAN.id {
        let word = match scenario.breaks() {
            "client" => "client's mistake",
            "user" => "who signs in",
            _ => "broken",
        };
        page.styled(Style::Warning, word).plain("  ").line(scenario.title);
    }
    page.end_line().styled(Style::Heading, "clients").end_line();
    for client in &listing.clients {
        page.plain("  ").styled(Style::Name, &client.client_id).plain("  ").line(&client.note);
        if let Some(secret) = &client.client_secret {
            page.styled(Style::Faint, "    secret    ").line(secret);
        }
        if !client.redirect_uris.is_empty() {
            page.styled(Style::Faint, "    redirect  ").line(&client.redirect_uris.join("  "));
        }
        page.styled(Style::Faint, "    scopes    ").line(&client.scopes.join(" "));
    }
    page.end_line().styled(Style::Heading, "resources").end_line();
    for resource in &listing.resources {
        page.plain("  ").styled(Style::Name, &resource.url).plain("  ").line(resource.note);
    }
    page.end_line().styled(Style::Heading, "users").end_line();
    for user in &listing.users {
        let groups = if user.groups.is_empty() { String::new() } else { format!("  in {}", user.groups.join(", ")) };
        page.plain("  ").styled(Style::Name, &user.username).plain(&format!("  {}{groups}", user.password)).end_line();
    }
    page.end_line().line("Press Ctrl-C to stop. Sign in from another terminal:");
    let client_id = if scenario.client_id.is_empty() { scenarios::CLEAN.client_id } else { scenario.client_id };
    page.line(&format!("  grantscope login --issuer {} --client-id {client_id}", listing.issuer));
    page.line("As a machine, with the secret of the machine client in a file:");
    page.line(&format!(
        "  grantscope login --grant client_credentials --issuer {} --client-id {} --client-secret-file FILE",
        listing.issuer,
        client_id::MACHINE
    ));
    page.line("For an MCP server:");
    if let Some(resource) = listing.resources.first() {
        page.line(&format!("  grantscope login --resource {}", resource.url));
    }
    page.print()
}
