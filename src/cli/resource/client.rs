//! The client id at the authorization server of a resource: given, the URL of a client metadata document, or
//! registered.

use std::io::IsTerminal;

use crate::cli::login::flow::LoginFlow;
use crate::cli::output;
use crate::cli::resource::discovery::ResourceArgs;
use crate::cli::status::{Failure, Status};
use crate::protocol::HttpRequest;
use crate::protocol::resource::why::Why;
use crate::protocol::resource::{client_document, registration};
use crate::session::{ClientIdSource, Purpose, Received, RegistrationProblem};

/// Makes sure that the profile has a client ID, in the order of the MCP specification.
pub async fn settle(flow: &mut LoginFlow, args: &ResourceArgs) -> Result<(), Failure> {
    let document = args.client_metadata.as_deref();
    match flow.session.client_id_source(document) {
        ClientIdSource::Known => Ok(()),
        ClientIdSource::Document(url) => {
            look_at(flow, &url).await;
            flow.session.use_document(url);
            Ok(())
        }
        ClientIdSource::Register(endpoint) => {
            if document.is_some() {
                output::progress("The authorization server does not take client ID metadata documents.");
            }
            register(flow, &endpoint, args.register).await
        }
        ClientIdSource::None => Err(Failure::new(
            Status::Bad,
            match document {
                Some(_) => {
                    "--client-metadata: the authorization server does not take client ID metadata documents and registers \
                     no clients"
                }
                None => {
                    "--client-id: missing, expected the id of a client that is registered at the authorization server: it \
                     has no registration"
                }
            },
        )),
    }
}

/// Checks a client metadata document before the authorization server does. Its problems do not stop the login.
async fn look_at(flow: &LoginFlow, url: &str) {
    let request = HttpRequest::get(url).with_header("accept", "application/json");
    let response = match flow.http().send(&request).await.received {
        Received::Response(response) => response,
        Received::Failed(failure) => {
            return output::progress(&format!("The client metadata document was not checked: {}", failure.message));
        }
        Received::Pending => return,
    };
    let problems = client_document::problems(url, &response, flow.session.profile().redirect_uri());
    for problem in &problems {
        output::progress(&format!("client metadata document: {problem}"));
    }
}

async fn register(flow: &mut LoginFlow, endpoint: &str, may_register: bool) -> Result<(), Failure> {
    let redirect_uri = flow.session.profile().redirect_uri().to_owned();
    let body = registration::metadata(&redirect_uri);
    output::progress_lines(&format!(
        "To get a client ID, grantscope registers itself at {endpoint} with\n{}",
        serde_json::to_string_pretty(&body).unwrap_or_default()
    ));
    if !may_register && !asked("Register this client?")? {
        return Err(Failure::new(
            Status::Bad,
            "not registered: pass --client-id, or --register to register without being asked",
        ));
    }
    let request = registration::register(endpoint, &redirect_uri);
    flow.exchange_because(Purpose::ClientRegistration, request, &Why::Register).await?;
    let id = flow.session.use_registration().map_err(|problem| {
        let is_silent = problem == RegistrationProblem::NoAnswer;
        Failure::new(if is_silent { Status::Network } else { Status::Bad }, problem)
    })?;
    output::progress(&format!("Registered as {id}."));
    Ok(())
}

/// Removes what was registered for this login only, if the server has a way (RFC 7592 section 2.3) and the person
/// agrees.
pub async fn clean_up(flow: &mut LoginFlow, args: &ResourceArgs, is_saved: bool) -> Result<(), Failure> {
    let Some(client_id) = flow.session.registration().and_then(|(_, client)| client.client_id()) else { return Ok(()) };
    let asks = !is_saved && std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let is_managed = flow.session.registration_management().is_some();
    if !is_managed || !(args.unregister || asks && asked("Delete this registration at the authorization server?")?) {
        output::progress(&format!(
            "The registration stays at the authorization server. To use it again: --client-id {client_id}"
        ));
        if is_managed && is_saved {
            output::progress("To read or delete it: grantscope registration SESSION");
        }
        return Ok(());
    }
    match flow.manage_registration(Purpose::RegistrationDeletion).await {
        Ok(()) => output::progress("The registration was deleted."),
        Err(_) => output::progress("The registration was not deleted."),
    }
    Ok(())
}

/// Asks a person at a terminal; without one, the answer is no.
fn asked(question: &str) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    output::progress(&format!("{question} [y/N]"));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
