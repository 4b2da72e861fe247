//! The client against a Tercen that knows one user and asks for one plot.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use ggrs_plot_operator::proto::operators_server::{Operators, OperatorsServer};
use ggrs_plot_operator::proto::{Drawing, LogInRequest, Panel, Plot, Session};
use ggrs_plot_operator::{Failure, Settings, Tercen};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;
use tonic::{async_trait, Request, Response, Status};
use tower_service::Service;

#[derive(Clone, Default)]
struct SmallTercen {
    drawings: Arc<Mutex<Vec<Drawing>>>,
}

#[async_trait]
impl Operators for SmallTercen {
    async fn log_in(&self, request: Request<LogInRequest>) -> Result<Response<Session>, Status> {
        match request.get_ref().password.as_str() {
            "s3cret" => Ok(Response::new(Session { token: "token".to_owned() })),
            _ => Err(Status::unauthenticated("wrong user name or password")),
        }
    }

    async fn next_plot(&self, _: Request<Session>) -> Result<Response<Plot>, Status> {
        Ok(Response::new(Plot { id: "plot".to_owned(), rows: 1, columns: 2, width: 104, height: 50 }))
    }

    async fn draw(&self, request: Request<Drawing>) -> Result<Response<()>, Status> {
        self.drawings.lock().unwrap().push(request.into_inner());
        Ok(Response::new(()))
    }
}

/// Starts a Tercen and returns its endpoint.
async fn start(tercen: SmallTercen) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = OperatorsServer::new(tercen);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let server = server.clone();
            let answers = service_fn(move |request| {
                let mut server = server.clone();
                async move { Ok::<_, Infallible>(server.call(request).await.unwrap()) }
            });
            let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), answers));
        }
    });
    endpoint
}

fn settings(endpoint: &str, password: &str) -> Settings {
    Settings::read(|name| {
        Some(match name {
            "TERCEN_ENDPOINT" => endpoint.to_owned(),
            "TERCEN_PASSWORD" => password.to_owned(),
            _ => "ada".to_owned(),
        })
    })
    .unwrap()
}

#[tokio::test]
async fn answers_a_plot_with_its_panels() {
    let small = SmallTercen::default();
    let endpoint = start(small.clone()).await;
    let mut tercen = Tercen::log_in(&settings(&endpoint, "s3cret")).await.unwrap();
    let plot = tercen.next_plot().await.unwrap();
    tercen.draw(&plot).await.unwrap();
    let panels = vec![Panel { x: 0, y: 0, width: 50, height: 50 }, Panel { x: 54, y: 0, width: 50, height: 50 }];
    let expected = Drawing { token: "token".to_owned(), plot_id: "plot".to_owned(), panels };
    assert_eq!(*small.drawings.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn a_wrong_password_is_said_in_tercens_words() {
    let endpoint = start(SmallTercen::default()).await;
    let failure = Tercen::log_in(&settings(&endpoint, "wrong")).await.err().unwrap();
    assert_eq!(failure.to_string(), "Tercen answered: wrong user name or password");
}

#[tokio::test]
async fn nobody_at_the_endpoint_is_a_refused_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let failure = Tercen::log_in(&settings(&endpoint, "s3cret")).await.err().unwrap();
    assert!(matches!(failure, Failure::Refused(_)), "{failure}");
}
